/** The fingerprint of the newest version's schema. Written by `npm run schema`. */
export const newestSchema = '02c9594506fc5e8e69772d0e5e683ad97a00cd049b9f243dc261501dddcf94fe'
