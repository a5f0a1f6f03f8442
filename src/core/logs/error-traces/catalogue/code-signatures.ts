import { type Signature, says } from './signature.ts';

/** The program's own mistakes. A cause that says anything else comes before. */
export const codeSignatures: readonly Signature[] = says(
  'code.exception',
  [
    // JavaScript. What fetch and undici throw as a TypeError is the network's doing.
    /^(?:builtins\.)?TypeError(?: \[[\w.]+\])?(?:: (?!fetch failed|terminated$|Failed to fetch|Network request failed).*|$)/,
    /^(?:ReferenceError|RangeError|SyntaxError|URIError|EvalError|AssertionError)\b/,
    /^Error: bad port$/,
    /\bCannot find (?:module|package) '[^'\n]{1,130}'/,
    /\bCannot (?:read|set) propert(?:y|ies) (?:'[^'\n]{1,80}' )?of (?:undefined|null)\b/,
    /\b[\w.$]{1,80} is not (?:a function|a constructor|iterable|defined)(?=$|\n| or its)/,
    /\bMaximum call stack size exceeded\b/,
    /\bUnexpected (?:token .{1,80}|end of JSON input|identifier)/,
    /\bis not valid JSON\b/,
    // Java
    /\bjava\.(?:lang|util)\.(?:NullPointer|ClassCast|\w*IndexOutOfBounds|Arithmetic|NumberFormat|NegativeArraySize|ArrayStore|UnsupportedOperation|NoSuchElement|InputMismatch|ConcurrentModification|ClassNotFound|IllegalArgument|IllegalState)Exception\b/,
    /\bjava\.lang\.(?:StackOverflowError|NoSuchMethodError|NoClassDefFoundError|NoSuchFieldError|ExceptionInInitializerError|AssertionError)\b/,
    // Python
    /^(?:builtins\.)?(?:KeyError|AttributeError|IndexError|NameError|UnboundLocalError|ZeroDivisionError|ValueError|ImportError|ModuleNotFoundError|RecursionError|UnicodeDecodeError|UnicodeEncodeError|NotImplementedError|StopIteration)\b/,
    // Go
    /\bruntime error: [^\n]{1,130}/,
    /\b(?:assignment to entry in nil map|all goroutines are asleep - deadlock!|concurrent map (?:writes|read and map write|iteration and map write)|interface conversion: )/,
    // Ruby and PHP
    /^(?:NoMethodError|ArgumentError|FrozenError|ZeroDivisionError|FloatDomainError|LocalJumpError|SystemStackError|ArgumentCountError|DivisionByZeroError|ParseError|UnhandledMatchError|JsonException)\b/,
    /\bundefined (?:local variable or )?method [`'"][^`'"\n]{1,80}/,
    /\bCall to (?:undefined (?:function|method)|a member function) /,
    /\bUndefined (?:array key|variable|index|property)\b/,
  ],
  { order: 'last' },
);
