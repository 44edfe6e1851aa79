import { useApp } from "../app.ts";
import type { Link } from "../live/live.ts";

const WORDS = {
  connecting: "Connecting",
  open: "Live",
  lost: "No connection",
  denied: "Token needed",
} as const;

/** Whether what is shown is current. Told to screen readers when it changes, not while it is tried again. */
export function LinkState() {
  const { live } = useApp();
  const { value: link } = live.link;
  // Each try begins with "connecting", which is no news while the connection is lost.
  const isKnown = live.status.value !== null;
  const state = link.state === "connecting" && isKnown ? "lost" : link.state;
  return (
    <>
      <span class={`link-state ${state}`} role="status" title={titleOf(link)}>
        {WORDS[state]}
      </span>
      {state === "lost" && <LostBar link={link} />}
    </>
  );
}

function LostBar({ link }: { readonly link: Link }) {
  return (
    <div class="lost-bar">
      {link.state === "lost"
        ? `${link.error.message} What is shown may be old; the connection is tried again by itself.`
        : "Trying to connect again …"}
    </div>
  );
}

function titleOf(link: Link): string {
  if (link.state === "open") return "What happens shows here by itself";
  return link.state === "connecting" ? "" : link.error.message;
}
