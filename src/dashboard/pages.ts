import docs from "./docs.html";
import dashboard from "./index.html";

/** The web pages by the path that each is served at. */
export const pages = { "/": dashboard, "/docs": docs } as const;
