/** Figures for people, in the language of the page. Bytes are binary, as the field writes them. */

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function bytes(count: number | undefined, locale: string): string {
  if (count === undefined || !Number.isFinite(count)) {
    return '–';
  }
  let value = count;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return `${number(value, locale, digits)} ${UNITS[unit]}`;
}

export function percent(part: number | undefined, locale: string): string {
  if (part === undefined || !Number.isFinite(part)) {
    return '–';
  }
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: part < 0.1 ? 1 : 0 }).format(part);
}

export function number(value: number, locale: string, digits = 0): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
}

/** Seconds as days, hours, minutes: the two largest that are not zero. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined || seconds <= 0) {
    return '–';
  }
  const parts: Array<[number, string]> = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [Math.floor(seconds) % 60, 's'],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** Days before months, and hours to 24, in English too. */
const placed = (locale: string) => (locale === 'en' ? 'en-GB' : locale);

/** A day. */
export function date(unixSeconds: number, locale: string): string {
  return new Intl.DateTimeFormat(placed(locale), { dateStyle: 'medium' }).format(unixSeconds * 1000);
}

export function time(unixSeconds: number | undefined, locale: string): string {
  if (unixSeconds === undefined) {
    return '–';
  }
  return new Intl.DateTimeFormat(placed(locale), { dateStyle: 'short', timeStyle: 'medium' }).format(unixSeconds * 1000);
}

/** A time as short as its day allows. */
export function moment(unixSeconds: number | undefined, locale: string): string {
  return unixSeconds === undefined ? '' : new Intl.DateTimeFormat(placed(locale), { dateStyle: 'short', timeStyle: 'short' }).format(unixSeconds * 1000);
}

/** What stands at an axis' tick: the finer the step in seconds, the finer the time. */
export function tick(unixSeconds: number, step: number, locale: string): string {
  const parts: Intl.DateTimeFormatOptions =
    step < 60
      ? { hour: '2-digit', minute: '2-digit', second: '2-digit' }
      : step < 86_400
        ? { hour: '2-digit', minute: '2-digit' }
        : step < 28 * 86_400
          ? { day: '2-digit', month: '2-digit' }
          : step < 360 * 86_400
            ? { month: 'short', year: '2-digit' }
            : { year: 'numeric' };
  return new Intl.DateTimeFormat(placed(locale), parts).format(unixSeconds * 1000);
}
