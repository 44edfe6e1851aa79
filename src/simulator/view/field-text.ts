import type { FieldSchema } from "../../domain/schema/schema.ts";

/** How a blank field reads in a verbose export (observed). */
export function blankText(field: FieldSchema): string {
  switch (field.type) {
    case "long":
    case "short":
    case "byte":
    case "boolean":
      return "0";
    case "decimal":
      return "0.00";
    case "double":
    case "float":
      return "0.000000";
    case "date":
      return "19040101";
    case "time":
      return "19040101000000";
    default:
      return "";
  }
}

/** Bit 15 of `detail.flags` marks a line that MoneyWorks made itself (manual). */
export function isSystemLine(flags: string | undefined): boolean {
  return flags !== undefined && (Number(flags) & 0x8000) !== 0;
}
