// The part of WebAssembly's interface that is used here: the types of Node leave it to those of the browser.

/** Memory that threads share. */
export type WasmMemory = { readonly buffer: SharedArrayBuffer }
/** A number of an instance. */
export type WasmGlobal = { value: number }
/** A compiled module. */
export type WasmModuleObject = { readonly isModule?: true }

declare global {
  var WebAssembly: {
    readonly Memory: new (options: {
      readonly initial: number
      readonly maximum: number
      readonly shared: true
    }) => WasmMemory
    readonly Module: new (bytes: Uint8Array) => WasmModuleObject
    readonly Instance: new (
      module: WasmModuleObject,
      imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
    ) => { readonly exports: Readonly<Record<string, unknown>> }
  }
}
