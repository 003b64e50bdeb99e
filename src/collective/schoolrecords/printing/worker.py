"""The child process that sets one page description in type and ends.

Started by ``render`` with an empty environment in an empty folder; it imports nothing of ours.
Standard input is JSON: {template, data, timestamp, templates, fonts, cache, memory, seconds};
standard output is the PDF. What the compiler refuses goes to standard error, exit code 1. Data
are values for a template, never code.
"""

from pathlib import Path

import json
import resource
import sys


def limit(memory, seconds):
    """Let the system end this process beyond ``memory`` bytes or ``seconds`` of work."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Nothing is written: the PDF goes through the pipe.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main(folder):
    """Read the order, render it; ``folder`` is where typst lies."""
    order = json.load(sys.stdin)
    limit(order["memory"], order["seconds"])
    sys.path.append(folder)
    import typst

    try:
        pdf = typst.compile(
            str(Path(order["templates"], order["template"])),
            root=order["templates"],
            font_paths=[order["fonts"]],
            ignore_system_fonts=True,
            package_path=order["cache"],
            package_cache_path=order["cache"],
            format="pdf",
            pdf_standards=["a-2b"],
            # Tags make a register of a thousand rows ten times as large; 2b asks for none.
            pdf_tags=False,
            sys_inputs={"data": json.dumps(order["data"], ensure_ascii=False)},
            timestamp=order["timestamp"],
        )
    except typst.TypstError as error:
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
