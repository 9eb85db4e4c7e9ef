/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'ca756cd03ea50ba2ffed0c71771d50c67412f40fb46aa850fd360f7b87a64f45'
