// Runs inside Camunda's web apps. They know a sign-in page of their own, to which they turn after signing out and when a session
// has ended; there is one sign-in here, so the start page takes its place and leads to /login where nobody is signed in.
function leaveForOurs() {
  if (/^#!?\/login\b/.test(location.hash)) {
    location.replace('/');
  }
}

window.addEventListener('hashchange', leaveForOurs);
leaveForOurs();

export default [];
