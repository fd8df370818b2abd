# Included before everything else when the broker is configured so (panc object_declarations_template).
declaration template archetype/declarations;

include 'pan/units';
include 'pan/functions';
include 'pan/types';
