import { useSignal } from "@preact/signals";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { TextField } from "../../parts/choice.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { counted } from "../../text/numbers.ts";

/** A sweep that may delete more than the brake allows: so many, once confirmed. */
export function AllowDeletes() {
  const { client, notices } = useApp();
  const action = useAction();
  const asked = useSignal("");
  const isAsking = useSignal(false);
  const limit = /^[1-9]\d{0,7}$/.test(asked.value) ? Number(asked.value) : null;
  const leave = () => {
    isAsking.value = false;
  };
  const confirm = () =>
    action.run(async () => {
      const { run } = await client.start({ kind: "sweep", allowDeletes: limit ?? 0 });
      isAsking.value = false;
      notices.done(`A sweep started that may delete ${counted(limit ?? 0, "record")} of a table.`, run);
    });
  return (
    <div class="row">
      <TextField
        label="Records to delete, at most, of a table"
        type="number"
        value={asked.value}
        onChange={(value) => {
          asked.value = value;
        }}
      />
      <Button
        onClick={() => {
          if (limit === null)
            notices.failed({ message: "Say how many.", hint: "The message above names the count.", run: null });
          isAsking.value = limit !== null;
        }}
      >
        Allow them …
      </Button>
      {isAsking.value && limit !== null && (
        <Dialog title="Delete these records?" onClose={leave}>
          <p>{`The sweep deletes up to ${counted(limit, "record")} of a table on main that MoneyWorks does not show any more.`}</p>
          <p>Git's history keeps them. Records above the robot user's security level look exactly like deleted ones.</p>
          <div class="dialog-buttons">
            <Button onClick={leave}>Leave it</Button>
            <Button look="danger" onClick={confirm}>{`Delete up to ${counted(limit, "record")}`}</Button>
          </div>
        </Dialog>
      )}
    </div>
  );
}
