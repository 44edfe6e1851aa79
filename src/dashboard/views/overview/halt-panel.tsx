import type { HaltState } from "../../../api/contract/status.ts";
import { useApp } from "../../app.ts";
import { useAction } from "../../loading/use-action.ts";
import { Button } from "../../parts/button.tsx";
import { Icon } from "../../parts/icons.tsx";
import { Time } from "../../parts/time.tsx";
import { AdoptWay } from "./adopt-way.tsx";
import { AllowDeletes } from "./allow-deletes.tsx";
import { ForeignCommits } from "./foreign-commits.tsx";

/** What stopped everything, and what a person can do about it. */
export function HaltPanel({ halt }: { readonly halt: HaltState }) {
  return (
    <section class="panel halt" aria-labelledby="halt-title">
      <div class="panel-head">
        <h2 id="halt-title">
          <Icon name="halted" /> A person has to decide
        </h2>
        <span class="muted small-text">
          since <Time at={halt.since} />, <code>{halt.code}</code>
        </span>
      </div>
      <p>{halt.hint}</p>
      {halt.commits !== undefined && <ForeignCommits commits={halt.commits} />}
      <h3>What can be done</h3>
      <ul class="ways">
        {halt.ways.map(({ way, effect }) => (
          <li key={way}>
            <p>{effect}</p>
            <Way way={way} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Way({ way }: { readonly way: HaltState["ways"][number]["way"] }) {
  switch (way) {
    case "try-again":
      return <TryAgain />;
    case "allow-deletes":
      return <AllowDeletes />;
    case "adopt-theirs":
      return <AdoptWay side="theirs" />;
    case "adopt-ours":
      return <AdoptWay side="ours" />;
  }
}

function TryAgain() {
  const { client, notices } = useApp();
  const action = useAction();
  const onClick = () =>
    action.run(async () => {
      const { run } = await client.start({ kind: "poll" });
      notices.done("It is tried again.", run);
    });
  return <Button onClick={onClick}>Try again</Button>;
}
