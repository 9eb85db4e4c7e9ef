/** Rows a sheet holds below its header row (ECMA-376 and Excel's own limit of 1,048,576). */
export const mostSheetRows = 1_048_575

/** The most characters Excel holds in one cell. */
export const longestCellText = 32_767
