/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '6acaf85cc60fdb6422e5184216a74b5714a3a9fe9e981fd5eada4b21e624ad89'
