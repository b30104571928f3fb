/** A time of every day, in minutes from midnight: from `from` on, up to `to`; over midnight when `to` comes first. Never equal. */
export interface QuietHours {
  from: number;
  to: number;
}

const dayMinutes = 24 * 60;

/** The minutes from midnight of a time as people write it ("22:00", "7:30", "7 pm", "22"); undefined when it is none. */
export function parseTimeOfDay(text: string): number | undefined {
  const [, hours = '', minutes = '0', half] = /^(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?$/iu.exec(text.trim()) ?? [];
  const hour = Number(hours);
  const minute = Number(minutes);
  if (hours === '' || minute > 59) return undefined;
  if (half === undefined) return hour > 23 ? undefined : hour * 60 + minute;
  return hour < 1 || hour > 12 ? undefined : ((hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0)) * 60 + minute;
}

/** "07:30". */
export function describeTimeOfDay(minutes: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
}

/** Whether a moment is within quiet hours, as clocks in the time zone (an IANA name) show it. */
export function isQuiet(quiet: QuietHours | null, now: Date, timeZone: string): boolean {
  if (quiet === null) return false;
  const at = minuteOfDay(now, timeZone);
  const since = (minute: number): number => (minute - quiet.from + dayMinutes) % dayMinutes;
  return since(at) < since(quiet.to);
}

function minuteOfDay(now: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(now)
    .map(({ type, value }) => [type, Number(value)] as const);
  const of = Object.fromEntries(parts);
  return (of['hour'] ?? 0) * 60 + (of['minute'] ?? 0);
}
