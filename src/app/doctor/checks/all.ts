import type { DoctorCheck } from "../scene.ts";
import { addressCheck } from "./address.ts";
import { branchCheck } from "./branch.ts";
import { certificatesCheck } from "./certificates.ts";
import { clockCheck } from "./clock.ts";
import { configurationCheck } from "./configuration.ts";
import { contactCheck } from "./contact.ts";
import { dataDirectoryCheck } from "./data-directory.ts";
import { diskSpaceCheck } from "./disk-space.ts";
import { diskSpeedCheck } from "./disk-speed.ts";
import { documentCheck } from "./document.ts";
import { haltCheck } from "./halt.ts";
import { hostClockCheck } from "./host-clock.ts";
import { idleCloseCheck } from "./idle-close.ts";
import { incomingCheck } from "./incoming.ts";
import { journalsCheck } from "./journals.ts";
import { lastSuccessCheck } from "./last-success.ts";
import { listsCheck } from "./lists.ts";
import { lockCheck } from "./lock.ts";
import { logInCheck } from "./log-in.ts";
import { notificationsCheck } from "./notifications.ts";
import { protectionCheck } from "./protection.ts";
import { remoteCheck } from "./remote.ts";
import { repositoryCheck } from "./repository.ts";
import { searchesCheck } from "./searches.ts";
import { serviceCheck } from "./service.ts";
import { serviceManagerCheck } from "./service-manager.ts";
import { setAsideCheck } from "./set-aside.ts";
import { stagingCheck } from "./staging.ts";
import { tablesCheck } from "./tables.ts";
import { zoneCheck } from "./zone.ts";

/** In the order in which they are made: a person reads from the top what stands in the way of what is below. */
export const CHECKS: readonly DoctorCheck[] = [
  configurationCheck,
  certificatesCheck,
  contactCheck,
  logInCheck,
  documentCheck,
  searchesCheck,
  listsCheck,
  clockCheck,
  zoneCheck,
  hostClockCheck,
  idleCloseCheck,
  tablesCheck,
  remoteCheck,
  branchCheck,
  protectionCheck,
  incomingCheck,
  dataDirectoryCheck,
  stagingCheck,
  repositoryCheck,
  diskSpaceCheck,
  diskSpeedCheck,
  lockCheck,
  journalsCheck,
  addressCheck,
  serviceCheck,
  serviceManagerCheck,
  lastSuccessCheck,
  haltCheck,
  setAsideCheck,
  notificationsCheck,
];
