import type { Modtime, RunId } from "../domain/ids.ts";
import type { CommitRequest } from "../domain/ports/mirror.ts";
import type { Staging } from "../domain/ports/staging.ts";
import { markerTrailer } from "./commit-message.ts";
import type { SyncSettings } from "./context.ts";
import { knownDocument } from "./documents.ts";

export interface CommitOccasion {
  readonly run: RunId;
  /** Host wall clock, ms. */
  readonly at: number;
  /** The server's local time when the run began. */
  readonly serverTime: Modtime;
  readonly subject: string;
  readonly body: readonly string[];
}

/** What every commit says: its own words, and the markers, the document and the configuration in force. */
export function commitRequest(
  staging: Pick<Staging, "markers" | "setting">,
  { configFile, configHash }: Pick<SyncSettings, "configFile" | "configHash">,
  occasion: CommitOccasion,
): CommitRequest {
  const markers = staging.markers();
  return {
    ...occasion,
    trailers: [
      { name: "Tidemark-Run", value: occasion.run },
      { name: "Tidemark-Marker", value: markerTrailer(markers) },
      { name: "Tidemark-Config", value: configHash },
    ],
    markers,
    document: knownDocument(staging),
    configFile,
  };
}
