-- Logins and databases for an external PostgreSQL (15 or newer); run once as its administrator, with psql.
-- Passwords come from the environment: psql reads them with \getenv, so none is written into this file.
\set ON_ERROR_STOP on
\getenv owner_password CLUSTERPROCESS_OWNER_PASSWORD
\getenv app_password CLUSTERPROCESS_APP_PASSWORD
\getenv audit_password CLUSTERPROCESS_AUDIT_PASSWORD
\getenv prefect_password CLUSTERPROCESS_PREFECT_PASSWORD

SET password_encryption = 'scram-sha-256';

-- The owner migrates and does nothing else, the application owns nothing, the auditor only reads, Prefect has a
-- database of its own. Rights on tables are granted by "clusterprocess migrate".
CREATE ROLE clusterprocess_owner   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'owner_password';
CREATE ROLE clusterprocess_app     LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'app_password';
CREATE ROLE clusterprocess_audit   LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'audit_password';
CREATE ROLE clusterprocess_prefect LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'prefect_password';

CREATE DATABASE clusterprocess OWNER clusterprocess_owner;
CREATE DATABASE prefect OWNER clusterprocess_prefect;

REVOKE ALL ON DATABASE clusterprocess FROM PUBLIC;
REVOKE ALL ON DATABASE prefect FROM PUBLIC;
GRANT CONNECT ON DATABASE clusterprocess TO clusterprocess_app, clusterprocess_audit;

-- Prefect's migrations use trigram indexes.
\connect prefect
CREATE EXTENSION IF NOT EXISTS pg_trgm;
