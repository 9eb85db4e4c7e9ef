/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'fe3e5379b56fedb371787cbe247f7f56951db53da05ea168296f62a3d511fe7b'
