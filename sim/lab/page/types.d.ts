// What the bundler makes of files that are no modules.
declare module "worker-source" { const text: string; export default text; }
declare module "*.toml" { const text: string; export default text; }
declare module "*.wasm" { const bytes: Uint8Array<ArrayBuffer>; export default bytes; }
interface Window { takehold: unknown; }
