import { useApp } from "../app.ts";
import { Icon, Unseen } from "../parts/icons.tsx";
import { hrefOf } from "./route.ts";

/** What came of the newest thing that was asked for. */
export function NoticeBar() {
  const { notices } = useApp();
  const { value: notice } = notices.newest;
  return (
    <div class="notices" role="status">
      {notice !== null && (
        <div class={`notice ${notice.kind}`}>
          <Icon name={notice.kind === "done" ? "ok" : "failing"} />
          <div>
            <p>
              <strong>{notice.text}</strong>{" "}
              {notice.run !== null && <a href={hrefOf({ view: "run", run: notice.run })}>Show the run</a>}
            </p>
            {notice.hint !== "" && <p class="small-text">{notice.hint}</p>}
          </div>
          <button type="button" class="copy" onClick={() => notices.clear()}>
            <Icon name="close" />
            <Unseen>Put this away</Unseen>
          </button>
        </div>
      )}
    </div>
  );
}
