// Takes the place of the web app's own file of this name.
export default {
  customScripts: ['../../../one-sign-in.js', '../../../failover-tab.js'],
};
