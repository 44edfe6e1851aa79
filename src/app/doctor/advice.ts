/** Said where the server does not evaluate what is asked. */
export const EVALUATE = "Let the user evaluate expressions over REST.";
