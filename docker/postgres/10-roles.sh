#!/bin/bash
# Run once by the postgres image, when its data folder is empty: the roles and databases of Handover and of the lab.
# handover_owner migrates, handover_app runs and may make no tables (docs/operations.md). Passwords come from the environment
# and reach psql through it, so that they are on no command line.
set -euo pipefail

: "${HANDOVER_OWNER_PASSWORD:?}" "${HANDOVER_APP_PASSWORD:?}" "${HANDOVER_LAB_DB_PASSWORD:?}"

psql --set ON_ERROR_STOP=1 --no-password --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv owner_password HANDOVER_OWNER_PASSWORD
\getenv app_password HANDOVER_APP_PASSWORD
\getenv lab_password HANDOVER_LAB_DB_PASSWORD

create role handover_owner login password :'owner_password';
create role handover_app login password :'app_password';
create database handover owner handover_owner;
revoke connect on database handover from public;
grant connect on database handover to handover_app;

create role lab login password :'lab_password';
create database lab owner lab;
revoke connect on database lab from public;
SQL
