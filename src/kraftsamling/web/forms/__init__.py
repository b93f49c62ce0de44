"""Forms, one module per noun: what was typed becomes content; a form changes nothing itself."""
