/** How many members two sets have in common. Costs the size of the smaller one. */
export function sharedCount<Member>(a: ReadonlySet<Member>, b: ReadonlySet<Member>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let count = 0;
  for (const member of small) if (large.has(member)) count++;
  return count;
}
