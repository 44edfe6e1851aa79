import { useApp } from "../app.ts";
import { ViewHead } from "../parts/view-head.tsx";
import { hrefOf } from "../shell/route.ts";
import { Changes } from "./changes/changes.tsx";
import { Overview } from "./overview/overview.tsx";
import { PromotionView } from "./promotions/promotion-view.tsx";
import { Promotions } from "./promotions/promotions.tsx";
import { RecordView } from "./records/record-view.tsx";
import { Records } from "./records/records.tsx";
import { RunView } from "./runs/run-view.tsx";
import { Runs } from "./runs/runs.tsx";

/** What the address leads to. */
export function View() {
  const { value: route } = useApp().route;
  switch (route.view) {
    case "overview":
      return <Overview />;
    case "changes":
      return <Changes route={route} />;
    case "runs":
      return <Runs route={route} />;
    case "run":
      return <RunView key={route.run} run={route.run} />;
    case "promotions":
      return <Promotions />;
    case "promotion":
      return <PromotionView key={route.commit} commit={route.commit} />;
    case "records":
      return <Records route={route} />;
    case "record":
      return <RecordView key={`${route.table} ${route.key}`} route={route} />;
    case "nowhere":
      return (
        <>
          <ViewHead title="Nothing here" />
          <p>
            The address leads to no view. <a href={hrefOf({ view: "overview" })}>Overview</a>
          </p>
        </>
      );
  }
}
