/** One observation: its features, and whether what is to be predicted was so. */
export interface Observation {
  features: readonly number[];
  isTrue: boolean;
  /** How much it counts; 1 when left out. */
  weight?: number;
}

/** A fitted model: P(true) = 1 / (1 + exp(-(intercept + Σ coefficient × feature))). */
export interface LogisticModel {
  intercept: number;
  coefficients: number[];
}

export function probability({ intercept, coefficients }: LogisticModel, features: readonly number[]): number {
  const sum = coefficients.reduce((total, coefficient, i) => total + coefficient * features[i]!, intercept);
  return 1 / (1 + Math.exp(-sum));
}

/**
 * Logistic regression with an L2 penalty on the coefficients, none of which may be negative: every feature is made so that more of it
 * speaks for an answer, and a negative weight would only describe the sample. Projected gradient descent with momentum on
 * centred features; the same input gives the same model.
 */
export function fitLogistic(observations: readonly Observation[], { penalty = 1, rounds = 3000 } = {}): LogisticModel {
  const count = observations.length;
  const width = observations[0]?.features.length ?? 0;
  const means = Array.from(
    { length: width },
    (_, j) => observations.reduce((sum, { features }) => sum + features[j]!, 0) / count,
  );
  const rows = observations.map(({ features }) => features.map((value, j) => value - means[j]!));
  const model = { intercept: 0, coefficients: new Array<number>(width).fill(0) };
  const speed = new Array<number>(width + 1).fill(0);
  const step = 3 / count;
  for (let round = 0; round < rounds; round++) {
    const slope = [...model.coefficients.map((coefficient) => penalty * coefficient), 0];
    rows.forEach((row, i) => {
      const { isTrue, weight = 1 } = observations[i]!;
      const error = weight * (probability(model, row) - (isTrue ? 1 : 0));
      row.forEach((value, j) => (slope[j] = slope[j]! + error * value));
      slope[width] = slope[width]! + error;
    });
    slope.forEach((value, j) => (speed[j] = 0.9 * speed[j]! - step * value));
    model.intercept += speed[width]!;
    for (let j = 0; j < width; j++) {
      model.coefficients[j] = Math.max(0, model.coefficients[j]! + speed[j]!);
      if (model.coefficients[j] === 0) speed[j] = Math.max(0, speed[j]!);
    }
  }
  const shift = model.coefficients.reduce((sum, coefficient, j) => sum + coefficient * means[j]!, 0);
  return { intercept: model.intercept - shift, coefficients: model.coefficients };
}

/** The area under the ROC curve: how often a true one has the higher probability than a false one; ties count half. */
export function rocArea(judged: readonly { probability: number; isTrue: boolean }[]): number {
  const yes = judged.filter(({ isTrue }) => isTrue);
  const no = judged.filter(({ isTrue }) => !isTrue);
  let wins = 0;
  for (const a of yes)
    for (const b of no) wins += a.probability > b.probability ? 1 : a.probability === b.probability ? 0.5 : 0;
  return wins / (yes.length * no.length);
}
