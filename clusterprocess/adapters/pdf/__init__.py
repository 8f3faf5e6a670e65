"""PDF: conversion by LibreOffice, and on which page each heading stands."""

from clusterprocess.adapters.pdf.libreoffice import LibreOffice

__all__ = ["LibreOffice"]
