/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = 'bb9f742e4a4bf2e41e7f5b9c644b17a676a0a3e7dc35873ae8c73fa29c271ac0'
