/** Is told of every HTTP request that the service answered. */
export interface RequestCounter {
  /** @param route as it is declared, never as it was asked for: `/runs/:run`; what no route took is `none` */
  answered(route: string, status: number): void;
}
