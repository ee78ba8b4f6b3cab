/** Processing activities of this room in the register: staff and units, offices, signing in. */
export const staffActivity = 'staff-administration'
export const officesActivity = 'offices'
export const signInActivity = 'sign-in'
