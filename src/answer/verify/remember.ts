/** What is remembered for a key, worked out the first time it is asked for; forgotten with the key. */
export function remember<Key extends object, Value>(memory: WeakMap<Key, Value>, key: Key, work: () => Value): Value {
  let value = memory.get(key);
  if (value === undefined) memory.set(key, (value = work()));
  return value;
}
