import type { Control } from "../../api/service.ts";

/** A control that takes no order which changes anything while `mayAct` throws. */
export function gated(control: Control, mayAct: () => void = () => {}): Control {
  const after = <T>(act: () => T): T => {
    mayAct();
    return act();
  };
  return {
    ...control,
    start: (request) => after(() => control.start(request)),
    pause: () => after(() => control.pause()),
    resume: () => after(() => control.resume()),
    adopt: async (request) => await after(() => control.adopt(request)),
  };
}
