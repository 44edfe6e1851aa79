import { ANONYMIZE_ERRORS } from "./anonymize.ts";
import { API_ERRORS } from "./api.ts";
import { BACKUP_ERRORS } from "./backup.ts";
import { CANONICAL_ERRORS } from "./canonical.ts";
import { CHECK_ERRORS } from "./check.ts";
import { CONFIG_ERRORS } from "./config.ts";
import { DATA_ERRORS } from "./data.ts";
import { GENERAL_ERRORS } from "./general.ts";
import { INIT_ERRORS } from "./init.ts";
import { MIRROR_ERRORS } from "./mirror.ts";
import { MONEYWORKS_ERRORS } from "./moneyworks.ts";
import { NOTIFY_ERRORS } from "./notify.ts";
import { PROMOTE_ERRORS } from "./promote.ts";
import { REBUILD_ERRORS } from "./rebuild.ts";
import { RELEASE_ERRORS } from "./release.ts";
import { REMOTE_ERRORS } from "./remote.ts";
import { SERVICE_ERRORS } from "./service.ts";
import { SIMULATOR_ERRORS } from "./simulator.ts";
import type { ErrorSpec } from "./spec.ts";
import { SYNC_ERRORS } from "./sync.ts";
import { UPGRADE_ERRORS } from "./upgrade.ts";

const ALL = {
  ...GENERAL_ERRORS,
  ...CONFIG_ERRORS,
  ...INIT_ERRORS,
  ...DATA_ERRORS,
  ...CANONICAL_ERRORS,
  ...MONEYWORKS_ERRORS,
  ...MIRROR_ERRORS,
  ...REMOTE_ERRORS,
  ...REBUILD_ERRORS,
  ...BACKUP_ERRORS,
  ...SYNC_ERRORS,
  ...CHECK_ERRORS,
  ...PROMOTE_ERRORS,
  ...API_ERRORS,
  ...NOTIFY_ERRORS,
  ...SERVICE_ERRORS,
  ...SIMULATOR_ERRORS,
  ...RELEASE_ERRORS,
  ...UPGRADE_ERRORS,
  ...ANONYMIZE_ERRORS,
} as const;

/** Every error code there is, with its texts and exit code; docs/errors.md is generated from this. */
export const ERROR_CODES: Readonly<Record<keyof typeof ALL, ErrorSpec>> = ALL;
export type ErrorCode = keyof typeof ALL;

/** Whether a text, from another thread or program, is one of them. */
export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ALL, text);
}
