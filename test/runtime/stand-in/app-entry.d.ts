/** The entry of the app that the stand-in runs, which `register.ts` finds among the arguments. */
declare module 'app-entry'
