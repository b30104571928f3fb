import ts from 'typescript';

/** A number of src/retrieve/tuning.ts with what its docstring says of it. */
export interface TunedNumber {
  /** The constant that it is part of, such as "ranking". */
  group: string;
  name: string;
  value: number;
  /** Its docstring; that of its group where it has none of its own. */
  doc: string;
  /** The range that the docstring gives first, as `0.2..1`; null when it gives none. */
  range: readonly [low: number, high: number] | null;
}

/** Every number of the exported constants of a source, in its order. Pure. */
export function readTunedNumbers(source: string): TunedNumber[] {
  const file = ts.createSourceFile('tuning.ts', source, ts.ScriptTarget.ES2023, true);
  return file.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    const { name, initializer } = statement.declarationList.declarations[0]!;
    const object = initializer !== undefined && ts.isAsExpression(initializer) ? initializer.expression : initializer;
    if (object === undefined || !ts.isObjectLiteralExpression(object)) return [];
    const groupDoc = docOf(source, statement);
    return object.properties.flatMap((property): TunedNumber[] => {
      if (!ts.isPropertyAssignment(property)) return [];
      const value = Number(property.initializer.getText());
      if (Number.isNaN(value)) return [];
      const doc = docOf(source, property) || groupDoc;
      return [{ group: name.getText(), name: property.name.getText(), value, doc, range: findRange(doc) }];
    });
  });
}

/** The last comment before a node, without its stars; empty when there is none. */
function docOf(source: string, node: ts.Node): string {
  const comment = ts.getLeadingCommentRanges(source, node.getFullStart())?.at(-1);
  if (comment === undefined) return '';
  return source
    .slice(comment.pos, comment.end)
    .replace(/^\/\*+|\*\/$/g, '')
    .replace(/^\s*\* ?/gm, '')
    .trim();
}

function findRange(doc: string): TunedNumber['range'] {
  const match = /(?<![\d.])(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?![\d.]*\d)/.exec(doc);
  return match === null ? null : [Number(match[1]), Number(match[2])];
}

/** Both ends of the range and its middle, without what the number is already; whole where it and its range are. */
export function valuesToTry({ value, range }: Pick<TunedNumber, 'value' | 'range'>): number[] {
  if (range === null) return [];
  const isWhole = [value, ...range].every(Number.isInteger) && range[1] > 1;
  const middle = (range[0] + range[1]) / 2;
  const values = [range[0], isWhole ? Math.round(middle) : Math.round(middle * 1000) / 1000, range[1]];
  return [...new Set(values)].filter((one) => one !== value);
}
