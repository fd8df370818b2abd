# Included by every personality that the broker generates: goes on with the site's own template of that name.
# Stages share it, so that a new stage can be tried without new templates.
unique template personality/config;

include { 'personality/' + value('/system/personality/name') + '/main' };
