const WHOLE = new Intl.NumberFormat();
const UNITS = ["B", "KB", "MB", "GB", "TB"];

/** With separators: `1,234,567`. */
export function count(value: number): string {
  return WHOLE.format(Math.round(value));
}

/** `1 record`, `2,048 records`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Decimal units, as disks and networks are sold: `1.5 MB`. */
export function bytes(value: number): string {
  const step = value < 1000 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(value) / 3));
  const scaled = value / 1000 ** step;
  return `${scaled < 10 && step > 0 ? scaled.toFixed(1) : Math.round(scaled)} ${UNITS[step]}`;
}

/** 0 to 100 with one digit behind the point, never `100.0 %` before it is all. */
export function percent(value: number): string {
  const shown = value < 100 ? Math.min(99.9, Math.floor(value * 10) / 10) : 100;
  return `${shown.toFixed(shown === 100 ? 0 : 1)} %`;
}
