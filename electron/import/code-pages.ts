import * as tables from '@e965/xlsx/dist/cpexcel.full.mjs'

export interface CodePages {
  decode(page: number, bytes: Uint8Array): string
  encode(page: number, text: string): Uint8Array
}

/** The code page tables SheetJS uses for old workbooks; its types do not describe what the module really exports. */
export const codePageTables = tables

/** Encodings by code page number. A byte that a page does not define becomes U+FFFD or U+FDFF. */
export const codePages: CodePages = (tables as unknown as { readonly utils: CodePages }).utils
