import type { ComponentChildren } from "preact";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon, Unseen } from "./icons.tsx";

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** A window over the page; the browser keeps the focus in it, closes it on Escape, and gives the focus back. */
export function Dialog({ title, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const newest = useRef(onClose);
  newest.current = onClose;
  // A layout effect ends before the window is taken out of the page: only a closed one gives the focus back.
  useLayoutEffect(() => {
    const { current } = dialog;
    const onClosed = () => newest.current();
    current?.addEventListener("close", onClosed);
    current?.showModal();
    return () => {
      current?.removeEventListener("close", onClosed);
      current?.close();
    };
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={heading}>
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <button type="button" class="copy" onClick={() => dialog.current?.close()}>
          <Icon name="close" />
          <Unseen>Close</Unseen>
        </button>
      </div>
      {children}
    </dialog>
  );
}
