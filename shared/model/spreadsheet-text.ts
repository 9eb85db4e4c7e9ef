/** Texts that a spreadsheet runs as a formula when it opens or is pasted a table (OWASP, "CSV injection"). */
export const formulaStart = /^[=+\-@\t\r]/

/** Texts that get an apostrophe before them. Reading removes one, so a text that already looks guarded gets another. */
export const guarded = /^(?:[=+\-@\t\r]|'+[=+\-@\t\r\d])/
