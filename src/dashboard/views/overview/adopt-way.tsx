import { useSignal } from "@preact/signals";
import type { Adoption, Proposal } from "../../../api/contract/adoption.ts";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/choice.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { ProposalView } from "./proposal-view.tsx";

const TEXTS = {
  theirs: {
    button: "Go on from theirs …",
    title: "Go on from what is there?",
    done: "Main goes on from what was there.",
  },
  ours: { button: "Put ours back …", title: "Put main back?", done: "Main is ours again." },
} as const;

/** Shows what adopting would do, and does it once its word was typed. */
export function AdoptWay({ side }: { readonly side: "theirs" | "ours" }) {
  const { client, notices } = useApp();
  const action = useAction();
  const proposal = useSignal<Proposal | null>(null);
  const take = ({ proposal: proposed, adopted }: Adoption) => {
    proposal.value = proposed;
    if (proposed === null)
      notices.done(adopted === null ? "Nothing stands in the way any more." : doneText(side, adopted));
  };
  const propose = () => action.run(async () => take(await client.adopt({ side })));
  const confirm = (word: string) => action.run(async () => take(await client.adopt({ side, confirm: word })));
  const close = () => {
    proposal.value = null;
  };
  return (
    <>
      <Button onClick={propose}>{TEXTS[side].button}</Button>
      {proposal.value !== null && (
        <Dialog title={TEXTS[side].title} onClose={close}>
          <ProposalView proposal={proposal.value} />
          <Confirm word={proposal.value.word} onConfirm={confirm} onClose={close} />
        </Dialog>
      )}
    </>
  );
}

function doneText(side: "theirs" | "ours", { asides }: NonNullable<Adoption["adopted"]>): string {
  const kept = asides.length === 0 ? "" : ` What it replaced is kept as ${asides.join(", ")}.`;
  return TEXTS[side].done + kept;
}

interface ConfirmProps {
  /** Stands for what was found. */
  readonly word: string;
  readonly onConfirm: (word: string) => void;
  readonly onClose: () => void;
}

function Confirm({ word, onConfirm, onClose }: ConfirmProps) {
  const typed = useSignal("");
  const onSubmit = (event: Event) => {
    event.preventDefault();
    if (typed.value.trim() === word) onConfirm(word);
  };
  return (
    <form onSubmit={onSubmit}>
      <p>
        Type <code>{word}</code> to confirm. It stands for what is shown here: should that change, nothing is done.
      </p>
      <TextField
        label="Confirmation"
        value={typed.value}
        onChange={(value) => {
          typed.value = value;
        }}
      />
      <div class="dialog-buttons">
        <Button onClick={onClose}>Leave it</Button>
        <button type="submit" class="button danger">
          Do it
        </button>
      </div>
    </form>
  );
}
