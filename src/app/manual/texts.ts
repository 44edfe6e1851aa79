import adminGuide from "../../../docs/admin-guide.md" with { type: "text" };
import anonymizing from "../../../docs/anonymizing.md" with { type: "text" };
import anonymizingRules from "../../../docs/anonymizing-rules.md" with { type: "text" };
import api from "../../../docs/api.md" with { type: "text" };
import architecture from "../../../docs/architecture.md" with { type: "text" };
import backup from "../../../docs/backup.md" with { type: "text" };
import benchmarks from "../../../docs/benchmarks.md" with { type: "text" };
import checkOutput from "../../../docs/check-output.md" with { type: "text" };
import configuration from "../../../docs/configuration.md" with { type: "text" };
import dependencies from "../../../docs/dependencies.md" with { type: "text" };
import doctor from "../../../docs/doctor.md" with { type: "text" };
import errors from "../../../docs/errors.md" with { type: "text" };
import footprint from "../../../docs/footprint.md" with { type: "text" };
import installing from "../../../docs/installing.md" with { type: "text" };
import metrics from "../../../docs/metrics.md" with { type: "text" };
import moneyworksClient from "../../../docs/moneyworks-client.md" with { type: "text" };
import faq from "../../../docs/moneyworks-faq.md" with { type: "text" };
import notifications from "../../../docs/notifications.md" with { type: "text" };
import promotion from "../../../docs/promotion.md" with { type: "text" };
import releasing from "../../../docs/releasing.md" with { type: "text" };
import remoteProtocol from "../../../docs/remote-protocol.md" with { type: "text" };
import repositoryFormat from "../../../docs/repository-format.md" with { type: "text" };
import repositoryLayout from "../../../docs/repository-layout.md" with { type: "text" };
import security from "../../../docs/security.md" with { type: "text" };
import simulator from "../../../docs/simulator.md" with { type: "text" };
import staging from "../../../docs/staging.md" with { type: "text" };
import sync from "../../../docs/sync.md" with { type: "text" };
import troubleshooting from "../../../docs/troubleshooting.md" with { type: "text" };
import upgrading from "../../../docs/upgrading.md" with { type: "text" };
import userGuide from "../../../docs/user-guide.md" with { type: "text" };
import verify from "../../../docs/verify.md" with { type: "text" };

/**
 * The pages by their file in `docs/`. Imported when somebody asks for one: no other command, and no service, has them to read.
 */
export const TEXTS: Readonly<Record<string, string>> = {
  "admin-guide.md": adminGuide,
  "anonymizing-rules.md": anonymizingRules,
  "anonymizing.md": anonymizing,
  "api.md": api,
  "architecture.md": architecture,
  "backup.md": backup,
  "benchmarks.md": benchmarks,
  "check-output.md": checkOutput,
  "configuration.md": configuration,
  "dependencies.md": dependencies,
  "doctor.md": doctor,
  "errors.md": errors,
  "footprint.md": footprint,
  "installing.md": installing,
  "metrics.md": metrics,
  "moneyworks-client.md": moneyworksClient,
  "moneyworks-faq.md": faq,
  "notifications.md": notifications,
  "promotion.md": promotion,
  "releasing.md": releasing,
  "remote-protocol.md": remoteProtocol,
  "repository-format.md": repositoryFormat,
  "repository-layout.md": repositoryLayout,
  "security.md": security,
  "simulator.md": simulator,
  "staging.md": staging,
  "sync.md": sync,
  "troubleshooting.md": troubleshooting,
  "upgrading.md": upgrading,
  "user-guide.md": userGuide,
  "verify.md": verify,
};
