/** Days, both included. */
export interface Days {
  first: string;
  last: string;
}

/** Whether `text` is a day of the calendar as `2025-03-04`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}
