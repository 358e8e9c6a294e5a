/** What Ajv compiles a schema to, and the build of a bundle writes down as code. */
export interface CompiledCheck<E> {
  (value: unknown): boolean;
  errors?: readonly E[] | null;
}

const ready = new WeakMap<object, CompiledCheck<never>>();

/** Called by a schema's own module in a bundle, where its check was compiled with it (`bin/compiled-schemas.mjs`). */
export function keepReady(schema: object, check: CompiledCheck<never>): void {
  ready.set(schema, check);
}

/** The check that was compiled when the bundle was built; there is none for schemas of others, nor outside a bundle. */
export const readyCheck = <E>(schema: object): CompiledCheck<E> | undefined => ready.get(schema);
