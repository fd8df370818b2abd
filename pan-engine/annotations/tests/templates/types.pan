@{first} @second{x} # a comment between
@third[ a = b
 c = 'd' ]
@(nearest comes first)
declaration template types;
@{a type}
type server = extensible {
  @{its name, "quoted" & <marked>}
  'name' : string(1..63) = "a\"<&>'\t\n\x7fé😀"
  @use{ since = 1.2
        note = "two ""words""" }
  'ports' ? long(-1..0x10)[1..]{..3}* = 0x10
  @{ignored} include base
  'kind' ? choice('x', 'y') = 'x'
  'load' ? double = 1e10
  'on' ? boolean = true
  'nested' ? { '{a/b}' ? server[] } (1..2)
  'computed' ? long = -5
  'text' ? string = <<END } with true;
a here-document
END
@{bound types are shown alone}
bind '/x' = server;
@{a function} function f = { @{nobody's} 1; };
@{😀} variable WIDE = 1;
