import * as tables from '@e965/xlsx/dist/cpexcel.full.mjs'

export interface CodePages {
  decode(page: number, bytes: Uint8Array): string
  encode(page: number, text: string): Uint8Array
}

/** What SheetJS reads old workbooks with; its types do not name what the module really exports. */
export const codePageTables = tables

/** Letters of the code pages that spreadsheets know. A byte that is none of a page becomes U+FFFD or U+FDFF. */
export const codePages: CodePages = (tables as unknown as { readonly utils: CodePages }).utils
