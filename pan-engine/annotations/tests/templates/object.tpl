@{ line one
	line two }
object template object;
@doc{ long = first \
  second
  empty = ''
}
final variable X ?= 1;
@{assignments have none} '/x' = 1;
