import { useSignal } from "@preact/signals";
import { useApp } from "../app.ts";
import { TextField } from "../parts/choice.tsx";
import { Dialog } from "../parts/dialog.tsx";

/** Asks for a token where the service wants one. It stays in this tab. */
export function TokenDialog() {
  const { live, useToken } = useApp();
  const typed = useSignal("");
  const isPutAway = useSignal(false);
  const { value: link } = live.link;
  if (link.state !== "denied") return null;
  if (isPutAway.value) {
    return (
      <div class="lost-bar">
        {link.error.message}{" "}
        <button
          type="button"
          class="link"
          onClick={() => {
            isPutAway.value = false;
          }}
        >
          Enter a token
        </button>
      </div>
    );
  }
  const putAway = () => {
    isPutAway.value = true;
  };
  const onSubmit = (event: Event) => {
    event.preventDefault();
    const token = typed.value.trim();
    typed.value = "";
    if (token !== "") useToken(token);
  };
  return (
    <Dialog title="A token, please" onClose={putAway}>
      <form onSubmit={onSubmit}>
        <p>{link.error.message}</p>
        <p class="muted">{link.error.hint}</p>
        <TextField
          label="Token"
          type="password"
          value={typed.value}
          onChange={(value) => {
            typed.value = value;
          }}
        />
        <p class="muted small-text">It is kept in this tab until that is closed, and sent to this service alone.</p>
        <div class="dialog-buttons">
          <button type="submit" class="button primary">
            Go on
          </button>
        </div>
      </form>
    </Dialog>
  );
}
