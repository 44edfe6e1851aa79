declare module "*.cs" {
  const text: string;
  export default text;
}
