export { isNameless } from './NameDialog.tsx'
export { InboxButton, PeopleDialogs } from './PeopleDialogs.tsx'
export { namesOf, usePeople } from './people.ts'
