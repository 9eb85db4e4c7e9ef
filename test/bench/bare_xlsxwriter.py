"""Writes the cells of a workbook with XlsxWriter, a row at a time, and prints what that took in milliseconds.

Called as `bare_xlsxwriter.py cells.json file.xlsx`; the cells are in memory before the clock starts.
"""

import json
import sys
import time

import xlsxwriter


def write(sheets, file):
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        for given in sheets:
            sheet = book.add_worksheet(given["name"])
            formats = []
            for at, column in enumerate(given["columns"]):
                formats.append(book.add_format({"num_format": column["format"]}) if column["format"] else None)
                sheet.set_column(at, at, column["width"], formats[at])
            for row, values in enumerate(given["rows"]):
                for at, value in enumerate(values):
                    if isinstance(value, str):
                        sheet.write_string(row, at, value, formats[at])
                    elif isinstance(value, dict):
                        sheet.write_url(row, at, value["hyperlink"], formats[at], value["text"])
                    elif value is not None:
                        sheet.write_number(row, at, value, formats[at])


with open(sys.argv[1], encoding="utf-8") as cells:
    sheets = json.load(cells)
started, cpu = time.perf_counter(), time.process_time()
write(sheets, sys.argv[2])
print(json.dumps({"taken": (time.perf_counter() - started) * 1000, "cpu": (time.process_time() - cpu) * 1000}))
