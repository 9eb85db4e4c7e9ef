import { useEffect, useRef } from 'react'
import { usePlace } from '../../app/navigation.ts'
import { classNames } from '../../ui/class-names.ts'
import { Screen } from '../../ui/Screen.tsx'
import { PeopleDialogs, usePeople } from '../people/index.ts'
import { useStudentChoices } from './choices.ts'
import { focusListFromNowhere, StudentPageView } from './StudentPage.tsx'
import { StudentsList } from './StudentsList.tsx'
import styles from './StudentsScreen.module.css'
import { useStudents } from './students.ts'

/** The list of students, or over it the page of one: the list keeps its place meanwhile. */
export function StudentsScreen() {
  const place = usePlace('students')
  useEffect(() => {
    void useStudents.getState().read()
    void useStudentChoices.getState().load()
  }, [])
  const isAsking = usePeople(({ dialog }) => dialog !== null)
  const wasAsking = useRef(false)
  // What opened the dialog went with the student who was erased.
  useEffect(() => {
    if (wasAsking.current && !isAsking) focusListFromNowhere()
    wasAsking.current = isAsking
  }, [isAsking])
  return (
    <Screen>
      <div className={classNames(styles.list, place !== null && styles.under)} inert={place !== null}>
        <StudentsList />
      </div>
      {place !== null && <StudentPageView key={`${place.account} ${place.key}`} student={place} />}
      <PeopleDialogs />
    </Screen>
  )
}
