import { useSignal } from "@preact/signals";
import { useApp } from "../app.ts";
import { Icon, Unseen } from "./icons.tsx";

interface CopyButtonProps {
  readonly text: string;
  /** What it is: `the commit's id`. */
  readonly what: string;
  /** Shown beside the icon. */
  readonly label?: string;
}

export function CopyButton({ text, what, label }: CopyButtonProps) {
  const { browser, notices } = useApp();
  const copied = useSignal(false);
  const onClick = async () => {
    copied.value = await browser.copy(text);
    if (!copied.value) {
      const hint = "Browsers allow it on this computer and over HTTPS alone: mark the text and copy it by hand.";
      notices.failed({ message: `The browser did not copy ${what}.`, hint, run: null });
    }
  };
  return (
    <button
      type="button"
      class={label === undefined ? "copy" : "button small"}
      title={`Copy ${what}`}
      onClick={onClick}
    >
      <Icon name={copied.value ? "check" : "copy"} />
      {label === undefined ? <Unseen>{`Copy ${what}`}</Unseen> : label}
      <span role="status" class="unseen">
        {copied.value ? "Copied" : ""}
      </span>
    </button>
  );
}
