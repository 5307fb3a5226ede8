// What comes from outside these modules.

/** Style sheets come into a bundle as text. */
declare module "*.css" {
  const text: string;
  export default text;
}

/** And so does markup. */
declare module "*.html" {
  const text: string;
  export default text;
}

/** Node's, where the engine runs there. */
declare module "node:fs/promises" {
  export function readFile(path: URL): Promise<Uint8Array<ArrayBuffer>>;
}
