export { InboxButton, PeopleDialogs } from './PeopleDialogs.tsx'
export { usePeople } from './people.ts'
